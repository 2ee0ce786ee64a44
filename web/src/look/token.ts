// The look as Ant Design tokens: one accent, warm neutral greys, a 4 px grid, small radii, one shadow.
import { type ThemeConfig, theme } from "antd";

const FONT =
  '-apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", system-ui, sans-serif';

/** The theme, light or dark, from the same seeds. */
export function themeOf(dark: boolean, still: boolean, density: "compact" | "comfortable" = "compact"): ThemeConfig {
  const hue = dark ? theme.darkAlgorithm : theme.defaultAlgorithm;
  return {
    algorithm: density === "compact" ? [hue, theme.compactAlgorithm] : [hue],
    token: {
      colorPrimary: dark ? "#3CC4B5" : "#0F766E",
      colorInfo: dark ? "#3CC4B5" : "#0F766E",
      // Under the pointer a colour gains contrast; the library's would lose it.
      colorPrimaryHover: dark ? "#6FD0C5" : "#0B5C56",
      colorLink: dark ? "#4DBDB1" : "#0F766E",
      colorLinkHover: dark ? "#6FD0C5" : "#0B5C56",
      colorLinkActive: dark ? "#6FD0C5" : "#0B5C56",
      colorError: dark ? "#F0716A" : "#C2362B",
      colorWarning: dark ? "#E0A84A" : "#B7791F",
      colorSuccess: dark ? "#4CB782" : "#2F8558",
      colorTextBase: dark ? "#EDEBE8" : "#1F1D1A",
      colorBgBase: dark ? "#1A1917" : "#FFFFFF",
      colorBgContainer: dark ? "#1F1E1C" : "#FFFFFF",
      colorBgElevated: dark ? "#232220" : "#FFFFFF",
      colorTextPlaceholder: dark ? "#A8A298" : "#68625A",
      colorTextDescription: dark ? "#A8A298" : "#68625A",
      fontFamily: FONT,
      fontFamilyCode: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
      fontSize: 14,
      borderRadius: 6,
      controlHeight: density === "compact" ? 30 : 36,
      motion: !still,
      motionDurationFast: "0.08s",
      motionDurationMid: "0.12s",
      motionDurationSlow: "0.15s",
      boxShadow: "0 4px 16px rgb(31 29 26 / 12%)",
      boxShadowSecondary: "0 4px 16px rgb(31 29 26 / 12%)",
      wireframe: false,
    },
    components: {
      Button: {
        primaryColor: dark ? "#10201E" : "#FFFFFF",
        primaryShadow: "none",
        defaultShadow: "none",
        dangerShadow: "none",
      },
      Modal: { titleFontSize: 16 },
    },
  };
}
