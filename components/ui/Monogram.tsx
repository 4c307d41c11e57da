import { cx } from "./cx.ts";

interface MonogramProps {
  /** A vendor's or node's name; its first letters are shown. */
  name: string;
  size?: 20 | 28 | 36;
  /** Works on nothing real: hatched. */
  sandbox?: boolean;
  className?: string;
}

/** Two letters on a quiet tile whose hue follows from the name, where others put a vendor's logo. */
export function Monogram({ name, size = 36, sandbox, className }: MonogramProps) {
  const hue = hueOf(name);
  return (
    <span
      aria-hidden
      style={{
        width: size,
        height: size,
        fontSize: size === 36 ? 13 : size === 28 ? 11 : 9,
        background: `light-dark(oklch(0.94 0.035 ${hue}), oklch(0.33 0.05 ${hue}))`,
        color: `light-dark(oklch(0.36 0.08 ${hue}), oklch(0.9 0.06 ${hue}))`,
      }}
      className={cx(
        "relative inline-flex shrink-0 items-center justify-center overflow-hidden rounded-tile font-title font-bold tracking-tight select-none",
        size === 20 && "rounded-[5px]!",
        className,
      )}
    >
      {lettersOf(name)}
      {sandbox && <span className="hatch absolute inset-0" />}
    </span>
  );
}

/** "HubSpot" → Hs, "QuickBooks Online" → Qb, "Xero" → Xe, "Map" → Ma. */
function lettersOf(name: string): string {
  const capitals = name.replace(/[^A-Za-z0-9]/g, "").match(/[A-Z][^A-Z]*/g) ?? [];
  const [first, second] = capitals;
  if (first && second) return first.charAt(0) + second.charAt(0).toLowerCase();
  return name.slice(0, 1).toUpperCase() + name.slice(1, 2).toLowerCase();
}

function hueOf(name: string): number {
  let sum = 7;
  for (const letter of name.toLowerCase()) sum = (sum * 33 + letter.charCodeAt(0)) % 3_600;
  return Math.round(sum / 10);
}
