import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { Fields } from "../write/Fields";
import { DayInput } from "./DayInput";

const chosen = vi.fn();

function Filter() {
  const [day, setDay] = useState("2026-11-20");
  return (
    <MantineProvider env="test">
      <DayInput
        label="From"
        zone="UTC"
        value={day}
        onChange={(other) => {
          chosen(other);
          setDay(other);
        }}
      />
    </MantineProvider>
  );
}

async function typed(text: string) {
  chosen.mockClear();
  render(<Filter />);
  const field = screen.getByRole("textbox", { name: "From (UTC)" });
  expect(field).toHaveValue("20 Nov 2026");
  await userEvent.clear(field);
  await userEvent.type(field, text);
  return field;
}

test("a day is typed, shown in one form, and cleared", async () => {
  const field = await typed("2026-10-01");
  expect(chosen).toHaveBeenLastCalledWith("2026-10-01");
  await userEvent.tab();
  expect(field).toHaveValue("1 Oct 2026");
  await userEvent.click(screen.getByRole("button", { name: "Clear From" }));
  expect(chosen).toHaveBeenLastCalledWith("");
  expect(field).toHaveValue("");
});

test("a text that is no day neither stays nor leaves the day before it in force", async () => {
  const field = await typed("1 Nov 20266");
  expect(chosen).toHaveBeenLastCalledWith("2026-11-01");
  await userEvent.tab();
  expect(chosen).toHaveBeenLastCalledWith("");
  expect(field).toHaveValue("");
  expect(field).toHaveAccessibleDescription("“1 Nov 20266” is not a day. Enter it as 20 Nov 2026.");
  await userEvent.type(field, "1 Nov 2026");
  expect(field).toHaveAccessibleDescription("");
});

test("the calendar opens with a click, not the focus; a key, a chosen day or a click elsewhere closes it", async () => {
  chosen.mockClear();
  render(<Filter />);
  const calendar = () => screen.queryByRole("dialog", { name: "Calendar" });
  const field = screen.getByRole("textbox");
  await userEvent.tab();
  expect(field).toHaveFocus();
  expect(calendar()).toBeNull();
  await userEvent.click(field);
  expect(calendar()).toBeVisible();
  await userEvent.keyboard("{Escape}");
  expect(calendar()).toBeNull();
  await userEvent.click(field);
  await userEvent.click(document.body);
  expect(calendar()).toBeNull();
  await userEvent.click(field);
  await userEvent.click(screen.getByRole("button", { name: "5 November 2026" }));
  expect(calendar()).toBeNull();
  expect(chosen).toHaveBeenLastCalledWith("2026-11-05");
  expect(field).toHaveValue("5 Nov 2026");
});

test("the day of a form that is being sent can be read, but not changed", async () => {
  const changed = vi.fn();
  render(
    <MantineProvider env="test">
      <Fields isLocked>
        <DayInput label="First day" value="2026-11-20" onChange={changed} />
      </Fields>
    </MantineProvider>,
  );
  const field = screen.getByRole("textbox", { name: "First day" });
  await userEvent.type(field, "{Backspace}");
  expect(field).toHaveValue("20 Nov 2026");
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(changed).not.toHaveBeenCalled();
});
