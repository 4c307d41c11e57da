import { useStore } from "@xyflow/react";

/** How much of a card can be read: below these zooms it shows less instead of small print. */
export type ZoomLevel = "full" | "title" | "tile" | "dot";

export const zoomLevel = (zoom: number): ZoomLevel =>
  zoom >= 0.75 ? "full" : zoom >= 0.45 ? "title" : zoom >= 0.25 ? "tile" : "dot";

/** Changes only when a threshold is crossed, so that zooming does not draw every card again. */
export const useZoomLevel = (): ZoomLevel => useStore((state) => zoomLevel(state.transform[2]));
