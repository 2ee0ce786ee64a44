// What a report was turned into, and what it came from: the talk goes on there, and began there.
import { Link } from "@tanstack/react-router";
import type { RelationLink } from "../api/wire";
import { useLabel } from "../text/language";

export function Conversions({ links }: { links: RelationLink[] }) {
  const label = useLabel();
  return links
    .filter((link) => link.is_conversion)
    .map((link) => {
      const { process, number, title } = link.record;
      return (
        <p key={link.id} className="follow-continued">
          {label(link.label)}{" "}
          {process && number ? (
            <Link to="/records/$process/$number" params={{ process, number }}>
              {number} {title}
            </Link>
          ) : (
            title
          )}
        </p>
      );
    });
}
