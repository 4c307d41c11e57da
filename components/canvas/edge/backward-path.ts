/** A rounded loop beneath both cards, for an edge that leads back to the left. As [path, x and y of its middle]. */
export function backwardPath(
  sourceX: number,
  sourceY: number,
  targetX: number,
  targetY: number,
): [string, number, number] {
  const radius = 16;
  const reach = 32;
  const bottom = Math.max(sourceY, targetY) + 88;
  const right = sourceX + reach;
  const left = targetX - reach;
  const path = [
    `M ${sourceX} ${sourceY}`,
    `H ${right - radius}`,
    `Q ${right} ${sourceY} ${right} ${sourceY + radius}`,
    `V ${bottom - radius}`,
    `Q ${right} ${bottom} ${right - radius} ${bottom}`,
    `H ${left + radius}`,
    `Q ${left} ${bottom} ${left} ${bottom - radius}`,
    `V ${targetY + radius}`,
    `Q ${left} ${targetY} ${left + radius} ${targetY}`,
    `H ${targetX}`,
  ].join(" ");
  return [path, (left + right) / 2, bottom];
}
