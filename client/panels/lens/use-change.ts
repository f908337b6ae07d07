/** Changing the camera shown. In: what is to change. Out: a `camera` intent. */
import { useDesk } from "../desk.ts";
import type { CameraChange } from "../intent.ts";

/** Emits a change of the camera shown. */
export function useChange(): (change: CameraChange, settled?: boolean) => void {
  const { emit } = useDesk();
  return (change, settled = true) => emit({ type: "camera", change, settled });
}
