// Brings tokens, the library's own texts and the reader's preferences (dark, still) to everything below.
import { App, ConfigProvider } from "antd";
import enUS from "antd/es/locale/en_US";
import zhCN from "antd/es/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import updateLocale from "dayjs/plugin/updateLocale";
import { type ReactNode, useEffect, useMemo, useSyncExternalStore } from "react";
import { useLook } from "../settings/look";
import { useLanguage } from "../text/language";
import { LoadingIcon } from "./icon";
import { themeOf } from "./token";

dayjs.extend(updateLocale);
dayjs.updateLocale("en", { weekStart: 1 });

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}

export const useNarrow = () => useMedia("(max-width: 760px)");

/** A button that waits keeps its name: the library's own icon would speak before it, and sometimes stay behind unseen. */
const BUTTON = { autoInsertSpace: false, loadingIcon: <LoadingIcon /> };

export function Look({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const { theme: chosen, density } = useLook();
  const prefersDark = useMedia("(prefers-color-scheme: dark)");
  const dark = chosen === "system" ? prefersDark : chosen === "dark";
  const still = useMedia("(prefers-reduced-motion: reduce)");
  const narrow = useNarrow();
  const theme = useMemo(() => themeOf(dark, still, density), [dark, still, density]);
  dayjs.locale(language === "zh" ? "zh-cn" : "en");
  useEffect(() => {
    document.documentElement.dataset.dark = String(dark);
    document.documentElement.dataset.density = density;
  }, [dark, density]);
  return (
    <ConfigProvider
      // Always one of the two: where it comes and goes, all below it would begin anew, a phone turned round lose its form.
      componentSize={narrow ? "large" : "medium"}
      locale={language === "zh" ? zhCN : enUS}
      theme={theme}
      button={BUTTON}
    >
      <App component={false}>{children}</App>
    </ConfigProvider>
  );
}
