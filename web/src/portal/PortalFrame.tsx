// What stands around a customer's pages: the way home, notices, the account; and a line when there is no network.
import { Link, Navigate, Outlet } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { SignInAgain } from "../account/SignInAgain";
import { useMe } from "../api/account";
import { useLive } from "../api/live";
import { useSessionOver } from "../api/session";
import { Notices } from "../frame/Notices";
import { useOfferedLanguage } from "../frame/offered";
import { useText } from "../text/language";
import { ViewingBar } from "../viewing/ViewingBar";
import { PortalMenu } from "./PortalMenu";

function useOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const ended = new AbortController();
      window.addEventListener("online", changed, ended);
      window.addEventListener("offline", changed, ended);
      return () => ended.abort();
    },
    () => navigator.onLine,
  );
}

export function PortalFrame() {
  const t = useText();
  const me = useMe().data;
  const over = useSessionOver();
  const online = useOnline();
  useLive(!over);
  useOfferedLanguage();
  if (me === null) return <Navigate to="/sign-in" />;
  return (
    <div className="frame portal">
      <a className="skip" href="#content">
        {t("frame.skip")}
      </a>
      <ViewingBar />
      <header className="bar portal-bar">
        <Link to="/" className="portal-brand">
          <img src="/favicon.svg" alt="" width={24} height={24} />
          <span>{me?.customer?.title ?? t("frame.brand")}</span>
          <span className="unseen">{t("portal.home")}</span>
        </Link>
        <div className="bar-end">
          <Notices />
          <PortalMenu />
        </div>
      </header>
      {online ? null : (
        <p className="portal-offline" role="status">
          {t("portal.offline")}
        </p>
      )}
      <main id="content" className="content" tabIndex={-1}>
        <Outlet />
      </main>
      {over ? <SignInAgain /> : null}
    </div>
  );
}
