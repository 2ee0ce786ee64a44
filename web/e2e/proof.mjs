// What shows that a journey can fail: it runs over a page out of which something was cut, and fails at its proof.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

/** Answers all that is not the API's with the page that stands in `folder`, as the program answers with its own. */
export function servedFrom(context, folder) {
  const isOfPage = ({ pathname }) => !pathname.startsWith("/api/");
  return context.route(isOfPage, (route) => {
    const file = join(folder, new URL(route.request().url()).pathname);
    const isFile = existsSync(file) && statSync(file).isFile();
    return route.fulfill({ path: isFile ? file : join(folder, "index.html") });
  });
}

/** A step that fails where what its row needs is taken away. */
export async function proof(words, step) {
  try {
    await step();
  } catch (error) {
    console.error(`proof: ${words}: ${String(error.message).split("\n")[0]}`);
    throw error;
  }
}
