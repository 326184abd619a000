import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { AppliedText } from "./AppliedText";

describe("a text", () => {
  const applied = vi.fn();

  beforeEach(() => {
    applied.mockClear();
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  const filter = (value: string | undefined, isWhole = false) => (
    <MantineProvider env="test">
      <AppliedText label="Tenant" value={value} isWhole={isWhole} description="One tenant" onApply={applied} />
    </MantineProvider>
  );
  const field = () => screen.getByLabelText("Tenant");
  const type = (text: string) => fireEvent.change(field(), { target: { value: text } });

  test.each([true, false])("follows the address (whole name: %s)", (isWhole) => {
    const shown = render(filter("acme", isWhole));
    type("other");
    shown.rerender(filter(undefined, isWhole));
    expect(field()).toHaveValue("");
    shown.rerender(filter("globex", isWhole));
    expect(field()).toHaveValue("globex");
    act(() => void vi.advanceTimersByTime(1_000));
    expect(applied).not.toHaveBeenCalled();
  });

  test("is applied after a pause in typing", () => {
    render(filter(undefined));
    type("a");
    type(" ali ");
    act(() => void vi.advanceTimersByTime(299));
    expect(applied).not.toHaveBeenCalled();
    act(() => void vi.advanceTimersByTime(1));
    expect(applied.mock.calls).toEqual([["ali"]]);
  });

  test("keeps what is typed while the address has not followed yet, and applies it", () => {
    const shown = render(filter(undefined));
    type("al");
    act(() => void vi.advanceTimersByTime(300));
    type("alice");
    fireEvent.submit(field());
    type("al");
    shown.rerender(filter("al"));
    shown.rerender(filter("alice"));
    expect(field()).toHaveValue("al");
    act(() => void vi.advanceTimersByTime(300));
    shown.rerender(filter("al"));
    expect(field()).toHaveValue("al");
    expect(applied.mock.calls).toEqual([["al"], ["alice"], ["al"]]);
  });

  test.each([true, false])("is applied on leaving, and only once (whole name: %s)", (isWhole) => {
    render(filter("acme", isWhole));
    fireEvent.blur(field());
    expect(applied).not.toHaveBeenCalled();
    type("globex");
    fireEvent.submit(field());
    fireEvent.blur(field());
    act(() => void vi.advanceTimersByTime(1_000));
    expect(applied.mock.calls).toEqual([["globex"]]);
    type("initech");
    fireEvent.blur(field());
    expect(applied.mock.calls).toEqual([["globex"], ["initech"]]);
  });

  test("by a whole name says that it is not applied until Enter", () => {
    const shown = render(filter("acme", true));
    expect(field()).toHaveAccessibleDescription("One tenant");
    type("glob");
    expect(field()).toHaveAccessibleDescription("Not applied yet: press Enter.");
    act(() => void vi.advanceTimersByTime(1_000));
    expect(applied).not.toHaveBeenCalled();
    fireEvent.submit(field());
    expect(applied.mock.calls).toEqual([["glob"]]);
    shown.rerender(filter("glob", true));
    expect(field()).toHaveAccessibleDescription("One tenant");
  });
});
