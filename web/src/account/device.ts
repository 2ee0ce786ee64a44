// What a browser calls itself, shortened to what a person would call it.

const BROWSERS = /(Edg|OPR|Firefox|Chrome|HeadlessChrome|Version)\/(\d+)/g;
const NAMES: { [name: string]: string } = { Edg: "Edge", OPR: "Opera", HeadlessChrome: "Chrome", Version: "Safari" };
const SYSTEMS: [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** `Chrome 156 · Linux`; what isn't a browser is left as it is. */
export function device(agent: string): string {
  const found = new Map([...agent.matchAll(BROWSERS)].map((match) => [match[1] ?? "", match[2] ?? ""]));
  const name = ["Edg", "OPR", "Firefox", "HeadlessChrome", "Chrome", "Version"].find((one) => found.has(one));
  if (!name) return agent;
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1];
  return [`${NAMES[name] ?? name} ${found.get(name)}`, system].filter(Boolean).join(" · ");
}
