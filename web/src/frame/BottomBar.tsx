// On a phone: the four places that one goes to, under the thumb.
import { Link } from "@tanstack/react-router";
import { useFolders } from "../api/folder";
import { HomeIcon, MenuIcon, SearchIcon } from "../look/icon";
import { useText } from "../text/language";
import { Notices } from "./Notices";

export function BottomBar({ onMenu }: { onMenu: () => void }) {
  const t = useText();
  const todo = useFolders().data?.folders.find((folder) => folder.id === "todo");
  return (
    <nav className="bottom-bar" aria-label={t("frame.places")}>
      <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>
        <HomeIcon />
        <span>
          {t("frame.place_work")}
          {todo?.count ? ` ${todo.more ? "99+" : todo.count}` : ""}
        </span>
      </Link>
      <Link to="/search">
        <SearchIcon />
        <span>{t("frame.place_search")}</span>
      </Link>
      <Notices word={t("frame.place_notices")} />
      <button type="button" onClick={onMenu}>
        <MenuIcon />
        <span>{t("frame.place_menu")}</span>
      </button>
    </nav>
  );
}
