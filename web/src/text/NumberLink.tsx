// The number of a record in a text: a link, with a card beside it on hover or focus that says what it is.
import { Link } from "@tanstack/react-router";
import { Popover } from "antd";
import { useState } from "react";
import type { Process } from "../api/wire";
import { RecordCard } from "./RecordCard";

interface NumberLinkProps {
  process: Process;
  number: string;
}

export function NumberLink({ process, number }: NumberLinkProps) {
  // A text may hold many numbers: what the card needs is made once somebody comes near.
  const [near, setNear] = useState(false);
  const link = (
    <Link
      className="number"
      to="/records/$process/$number"
      params={{ process: process.id, number }}
      onPointerEnter={() => setNear(true)}
      onFocus={() => setNear(true)}
    >
      {number}
    </Link>
  );
  if (!near) return link;
  return (
    <Popover
      trigger={["hover", "focus"]}
      defaultOpen
      mouseEnterDelay={0.25}
      destroyOnHidden
      content={<RecordCard process={process} number={number} />}
    >
      {link}
    </Popover>
  );
}
