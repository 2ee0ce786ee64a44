// What build/texts.ts makes of definitions/locale.
declare module "virtual:texts" {
  const texts: { [key: string]: { zh: string; en: string } };
  export default texts;
}
