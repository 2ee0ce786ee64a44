// What can be done with a list as a whole; on a phone all of it is under one button.
import { Link, useNavigate } from "@tanstack/react-router";
import { Button, Dropdown } from "antd";
import { useRef } from "react";
import type { Process } from "../api/wire";
import { DownloadIcon, MoreIcon, PlusIcon, UploadIcon } from "../look/icon";
import { useOffers } from "../palette/offer";
import { inBoth, useLabel, useText } from "../text/language";

interface ListActionsProps {
  process: Process;
  /** Where the list comes from as a file. */
  exported: string;
}

export function ListActions({ process, exported }: ListActionsProps) {
  const t = useText();
  const label = useLabel();
  const navigate = useNavigate();
  const params = { process: process.id };
  const { may } = process;
  const file = useRef<HTMLAnchorElement>(null);
  const bring = () => void navigate({ to: "/records/$process/import", params });
  useOffers([
    may.create ? { id: "import", kind: "act", about: "list", label: inBoth("list.import"), run: bring } : undefined,
    may.export
      ? { id: "export", kind: "act", about: "list", label: inBoth("list.export"), run: () => file.current?.click() }
      : undefined,
  ]);
  if (!may.export && !may.create) return null;
  const create = t("list.create", { process: label(process.label) });
  const items = [
    may.create ? { key: "create", icon: <PlusIcon />, label: create } : null,
    may.create ? { key: "import", icon: <UploadIcon />, label: t("list.import") } : null,
    may.export
      ? {
          key: "export",
          icon: <DownloadIcon />,
          label: (
            <a href={exported} download>
              {t("list.export")}
            </a>
          ),
        }
      : null,
  ].filter((item) => item !== null);
  const go = ({ key }: { key: string }) => {
    if (key === "create") void navigate({ to: "/records/$process/new", params });
    if (key === "import") bring();
  };
  return (
    <div className="page-end list-actions">
      <div className="spread">
        {may.export ? (
          <Button ref={file} size="small" icon={<DownloadIcon />} href={exported} download>
            {t("list.export")}
          </Button>
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
    </div>
  );
}
