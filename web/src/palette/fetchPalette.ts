// The palette's program: fetched in an idle moment, or when it is first asked for.
import type { Palette } from "./Palette";

let here: typeof Palette | undefined;

/** The palette, once it is here. */
export const paletteHere = () => here;

export async function fetchPalette() {
  here ??= (await import("./Palette")).Palette;
}
