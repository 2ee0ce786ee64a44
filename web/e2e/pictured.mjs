// Pictures of what a journey comes by, where a folder for them is named.

export async function pictured(page, name) {
  const folder = process.env.JOURNEY_PICTURES;
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, animations: "disabled" });
}

/** The same, and once more as it stands on a phone. */
export async function picturedOnBoth(page, name) {
  if (!process.env.JOURNEY_PICTURES) return;
  await pictured(page, name);
  await page.setViewportSize({ width: 390, height: 844 });
  await pictured(page, `${name}-phone`);
  await page.setViewportSize({ width: 1440, height: 900 });
}
