// The views that one follows: each opens its list, and is followed no longer by a button.
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useDefinitions, useProcess } from "../api/definitions";
import { useWatch } from "../api/folder";
import { keeperOf, listedBy, useFollowedViews } from "../api/views";
import type { ListedRecord } from "../api/wire";
import { useLabel, useText } from "../text/language";

export function FollowedViews() {
  const t = useText();
  const keeper = keeperOf(useDefinitions());
  const views = useFollowedViews(keeper?.id);
  if (!views.data || views.data.length === 0) return null;
  return (
    <section className="followed-views" aria-labelledby="settings-followed">
      <h3 id="settings-followed">{t("settings.followed_views")}</h3>
      <ul className="plain">
        {views.data.map((view) => (
          <FollowedView key={view.number} view={view} />
        ))}
      </ul>
    </section>
  );
}

function FollowedView({ view }: { view: ListedRecord }) {
  const t = useText();
  const label = useLabel();
  const listed = useProcess(listedBy(view) ?? "");
  const watch = useWatch(view.process, view.number);
  return (
    <li>
      <span>
        {listed ? (
          <Link to="/records/$process" params={{ process: listed.id }} search={{ view: view.number }}>
            {view.title}
          </Link>
        ) : (
          view.title
        )}
        {listed ? <span className="quiet"> {label(listed.label)}</span> : null}
      </span>
      <Button size="small" type="text" loading={watch.isPending} onClick={() => watch.mutate(false)}>
        {t("view.unfollow")}
      </Button>
    </li>
  );
}
