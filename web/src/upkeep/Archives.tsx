// The backups that are there, newest first, with where each is.
import type { Health } from "../api/wire";
import { useText } from "../text/language";
import { moment } from "../text/time";

type Archive = Health["backup"]["archives"][number];

export function Archives({ archives }: { archives: Archive[] }) {
  const t = useText();
  if (archives.length === 0) return null;
  return (
    <section aria-labelledby="archives" className="archives">
      <h2 id="archives">{t("upkeep.archives")}</h2>
      <ul>
        {archives.map((archive) => (
          <li key={archive.path}>
            <time dateTime={archive.at}>{moment(archive.at)}</time>
            <span>{megabytes(archive.bytes)}</span>
            <code>{archive.path}</code>
          </li>
        ))}
      </ul>
      <p className="quiet">{t("upkeep.fetch")}</p>
    </section>
  );
}

const megabytes = (bytes: number) => `${Math.max(0.1, bytes / 1024 / 1024).toFixed(1)} MB`;
