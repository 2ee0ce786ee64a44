// What stands around a field: the other values of its form or record, and of its row in a table.
import { createContext } from "react";
import type { Fields, TableRow } from "../api/wire";

export const ValuesAround = createContext<Fields>({});
export const RowAround = createContext<TableRow>({});
