// Who isn't signed in comes to the door, and leads on from there.
import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { openPage, Status } from "../test/page";
import { me } from "../test/world";

it("the_door_opens_where_one_wanted_to_go_and_says_why_it_stays_shut", async () => {
  let right = false;
  openPage(
    "/records/report",
    {
      "GET /me": () => (right ? me : new Status(401, { title: "not signed in" })),
      "POST /sign-in": ({ body }: { body: unknown }) => {
        right = (body as { password: string }).password === "right";
        return right ? me : new Status(401, { title: "登录名或密码不对" });
      },
    },
    "zh",
  );
  const user = userEvent.setup();
  await user.type(await screen.findByLabelText("登录名"), "wang");
  await user.type(screen.getByLabelText("密码"), "wrong");
  await user.click(screen.getByRole("button", { name: "登录" }));
  expect(await screen.findByText("登录名或密码不对")).toBeTruthy();
  await user.clear(screen.getByLabelText("密码"));
  await user.type(screen.getByLabelText("密码"), "right");
  await user.click(screen.getByRole("button", { name: "登录" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Report。" })).toBeTruthy();
});
