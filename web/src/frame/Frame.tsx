// What stands around every page: navigation, search, new record, notices, language, account.

import { Link, Navigate, Outlet, useRouterState } from "@tanstack/react-router";
import { Button, Drawer } from "antd";
import { useEffect, useState } from "react";
import { SignInAgain } from "../account/SignInAgain";
import { useMe } from "../api/account";
import { useLive } from "../api/live";
import { useSessionOver } from "../api/session";
import { storedText, storeText } from "../api/storage";
import { MenuIcon } from "../look/icon";
import { useNarrow } from "../look/Look";
import { PaletteHost } from "../palette/PaletteHost";
import { useKeptLook } from "../settings/look";
import { useText } from "../text/language";
import { ViewingBar } from "../viewing/ViewingBar";
import { AccountMenu } from "./AccountMenu";
import { BottomBar } from "./BottomBar";
import { CreateMenu } from "./CreateMenu";
import { DemoAge } from "./DemoAge";
import { FrameOffers } from "./FrameOffers";
import { KeySheet } from "./KeySheet";
import { LanguageSwitch } from "./LanguageSwitch";
import { Navigation } from "./Navigation";
import { Notices } from "./Notices";
import { OfflineBar } from "./OfflineBar";
import { useOfferedLanguage } from "./offered";
import { Rail } from "./Rail";
import { SearchBox } from "./SearchBox";

const FOLDED = "yuheng.navigation.folded";

export function Frame() {
  return (
    <PaletteHost>
      <Around />
    </PaletteHost>
  );
}

function Around() {
  const t = useText();
  const me = useMe().data;
  const narrow = useNarrow();
  const [folded, setFolded] = useState(() => storedText("browser", FOLDED) === "1");
  const [drawn, setDrawn] = useState(false);
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  const [sheet, setSheet] = useState(false);
  const over = useSessionOver();
  useLive(!over);
  useKeptLook();
  useOfferedLanguage();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the drawer
  useEffect(() => setDrawn(false), [pathname]);
  if (me === null) return <Navigate to="/sign-in" />;
  const toggle = () => {
    storeText("browser", FOLDED, folded ? "0" : "1");
    setFolded(!folded);
  };
  return (
    <div className="frame">
      <FrameOffers onSheet={() => setSheet(true)} />
      <a className="skip" href="#content">
        {t("frame.skip")}
      </a>
      <ViewingBar />
      <header className="bar">
        {narrow ? null : (
          <Button
            type="text"
            icon={<MenuIcon />}
            aria-label={t("frame.navigation")}
            aria-expanded={!folded}
            onClick={toggle}
          />
        )}
        <Link to="/" className="brand" aria-label={t("frame.home")}>
          {t("frame.brand")}
        </Link>
        <SearchBox />
        <div className="bar-end">
          <CreateMenu />
          {narrow ? null : <Notices />}
          {narrow ? null : <LanguageSwitch />}
          <AccountMenu />
        </div>
      </header>
      <DemoAge />
      <OfflineBar />
      <div className="below">
        {narrow ? null : (
          <aside className={folded ? "side folded" : "side"}>{folded ? <Rail /> : <Navigation />}</aside>
        )}
        <main id="content" className="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {narrow ? <BottomBar onMenu={() => setDrawn(true)} /> : null}
      <KeySheet open={sheet} onClose={() => setSheet(false)} />
      {over ? <SignInAgain /> : null}
      <Drawer
        open={drawn && narrow}
        onClose={() => setDrawn(false)}
        placement="left"
        size={272}
        title={t("frame.brand")}
      >
        <Navigation />
        <div className="drawer-end">
          <LanguageSwitch />
        </div>
      </Drawer>
    </div>
  );
}
