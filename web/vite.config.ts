// How the page is built, served while developing, and tested.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { precompress } from "./build/precompress.ts";
import { texts } from "./build/texts.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.YUHENG_URL ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react(), texts({ locale: here("../definitions/locale"), source: here("src") }), precompress()],
  server: { proxy: { "/api": { target: server, changeOrigin: false } } },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 1200,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/, priority: 20 },
          ],
        },
      },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.ts"],
    setupFiles: ["src/test/setup.ts"],
    css: false,
    testTimeout: 60_000,
    reporters: ["./build/reporter.ts", ["default", { summary: false }]],
  },
});
