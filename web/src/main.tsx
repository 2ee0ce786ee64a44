// Starts the page.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { fetchAhead } from "./ahead";
import { isWorthAgain, watchConnection } from "./api/connection";
import { watchSession } from "./api/session";
import "./look/colour.css";
import "./look/page.css";
import "./look/record.css";
import "./look/pane.css";
import "./look/compose.css";
import "./look/list.css";
import "./look/dense.css";
import "./look/create.css";
import "./look/work.css";
import "./look/content.css";
import "./look/administer.css";
import "./bulk/bulk.css";
import "./objective/objective.css";
import "./clause/clause.css";
import "./record/referring.css";
import "./record/tally.css";
import "./record/present.css";
import "./record/vote.css";
import "./record/approval.css";
import "./text/folded.css";
import "./look/demo.css";
import "./look/upkeep.css";
import "./look/portal.css";
import "./look/print.css";
import { Look } from "./look/Look";
import { makeRouter } from "./router";
import { LanguageProvider } from "./text/language";

const queries = new QueryClient({
  // What a browser believes of the network is nothing to wait for: a request that can't be sent says so at once.
  defaultOptions: {
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 10_000,
      retry: isWorthAgain,
    },
  },
});
const router = makeRouter(queries);

watchSession(queries);
watchConnection(queries);
fetchAhead(router);

const root = document.getElementById("page");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <LanguageProvider>
          <Look>
            <RouterProvider router={router} />
          </Look>
        </LanguageProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
