// Holds what the page offers, and the palette over it. The palette's program is no part of the first page: it is fetched ahead.
import { App } from "antd";
import { type ReactNode, useCallback, useState } from "react";
import { isDialogOpen } from "../look/Dialog";
import { useReason } from "../look/Wait";
import { fetchPalette, paletteHere } from "./fetchPalette";
import { makeOffers, OffersContext, PaletteContext, type Scope } from "./offer";

export function PaletteHost({ children }: { children: ReactNode }) {
  const [offers] = useState(makeOffers);
  const [scope, setScope] = useState<Scope>();
  const { message } = App.useApp();
  const reason = useReason();
  const open = useCallback(
    (asked: Scope) => {
      // While something is asked, nothing else can be done with the page below.
      const possible = asked === "everything" && isDialogOpen() ? "elsewhere" : asked;
      const show = () => setScope((before) => (before ? undefined : possible));
      // At once where it is here, so that what is typed next is typed into it.
      if (paletteHere()) return show();
      fetchPalette().then(show, (error) => void message.error(reason(error)));
    },
    [message, reason],
  );
  const Palette = paletteHere();
  return (
    <OffersContext value={offers}>
      <PaletteContext value={open}>
        {children}
        {scope && Palette ? <Palette scope={scope} onClose={() => setScope(undefined)} /> : null}
      </PaletteContext>
    </OffersContext>
  );
}
