// What can be done with a list as a whole; on a phone all of it is under one button.
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import type { FileKind } from "../api/files";
import type { View } from "../api/records";
import type { Process } from "../api/wire";
import { DownloadIcon, MoreIcon, PlusIcon, UploadIcon } from "../look/icon";
import { type Offer, useOffers } from "../palette/offer";
import { inBoth, useLabel, useText } from "../text/language";
import { ExportStatus } from "./ExportStatus";
import { useExport } from "./useExport";

const KINDS: { kind: FileKind; word: string }[] = [
  { kind: "xlsx", word: "list.export_xlsx" },
  { kind: "csv", word: "list.export_csv" },
];

interface ListActionsProps {
  process: Process;
  /** What is listed, in which order. */
  view: View;
}

export function ListActions({ process, view }: ListActionsProps) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const params = { process: process.id };
  const { may } = process;
  const taken = useExport(process.id, view, label(process.label));
  const bring = () => void navigate({ to: "/records/$process/import", params });
  useOffers([
    may.create ? { id: "import", kind: "act", about: "list", label: inBoth("list.import"), run: bring } : undefined,
    ...KINDS.map(({ kind, word }): Offer | undefined =>
      may.export && !taken.isTaking
        ? { id: `export:${kind}`, kind: "act", about: "list", label: inBoth(word), run: () => taken.take(kind) }
        : undefined,
    ),
  ]);
  if (!may.export && !may.create) return null;
  const create = t("list.create", { process: label(process.label) });
  const items = [
    may.create ? { key: "create", icon: <PlusIcon />, label: create } : null,
    may.create ? { key: "import", icon: <UploadIcon />, label: t("list.import") } : null,
    ...KINDS.map(({ kind, word }) => (may.export ? { key: kind, icon: <DownloadIcon />, label: t(word) } : null)),
  ].filter((item) => item !== null);
  const go = ({ key }: { key: string }) => {
    if (key === "create") void navigate({ to: "/records/$process/new", params });
    if (key === "import") bring();
    for (const { kind } of KINDS) if (key === kind) taken.take(kind);
  };
  return (
    <div className="page-end list-actions">
      <div className="spread">
        {may.export ? (
          <Dropdown
            trigger={["click"]}
            disabled={taken.isTaking}
            menu={{
              items: KINDS.map(({ kind, word }) => ({ key: kind, label: t(word) })),
              onClick: ({ key }) => go({ key }),
            }}
          >
            <Button size="small" icon={<DownloadIcon />} disabled={taken.isTaking}>
              {t("list.export")}
            </Button>
          </Dropdown>
        ) : null}
        {may.create ? (
          <Link to="/records/$process/import" params={params}>
            <Button size="small" icon={<UploadIcon />} tabIndex={-1}>
              {t("list.import")}
            </Button>
          </Link>
        ) : null}
        {may.create ? (
          <Link to="/records/$process/new" params={params}>
            <Button size="small" icon={<PlusIcon />} tabIndex={-1}>
              {create}
            </Button>
          </Link>
        ) : null}
      </div>
      <Dropdown menu={{ items, onClick: go }} trigger={["click"]} placement="bottomRight">
        <Button className="folded" type="text" icon={<MoreIcon />} aria-label={t("list.actions")} />
      </Dropdown>
      <ExportStatus taken={taken} />
    </div>
  );
}
