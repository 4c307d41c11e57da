/** Which names the modifier keys have here. While the server renders, nobody knows: then the more common ones. */
export const isMac = (): boolean => typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);
