// Starts the page.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Refusal } from "./api/client";
import "./look/colour.css";
import "./look/page.css";
import "./look/record.css";
import "./look/list.css";
import "./look/print.css";
import { Look } from "./look/Look";
import { makeRouter } from "./router";
import { LanguageProvider } from "./text/language";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, error) => count < 2 && !(error instanceof Refusal && error.status >= 400 && error.status < 500),
    },
  },
});
const router = makeRouter(queries);

queries.getQueryCache().subscribe((event) => {
  const error = event.type === "updated" && event.action.type === "error" ? event.action.error : undefined;
  if (error instanceof Refusal && error.status === 401) {
    queries.setQueryData(["me"], null);
    void router.invalidate();
  }
});

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
