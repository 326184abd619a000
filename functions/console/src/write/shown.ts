/** The forms that show their unfinished write themselves, so that the list above the page leaves it out. */
import { useLayoutEffect } from "react";
import { store, useStore } from "../store";

const forms = store<readonly string[]>([]);

export function shownForms(): readonly string[] {
  return forms.get();
}

export function useShownForms(): readonly string[] {
  return useStore(forms);
}

/** Shows the unfinished write of the form while the component is on the page; undefined without one. */
export function useShows(form: string | undefined): void {
  useLayoutEffect(() => {
    if (form === undefined) return;
    forms.set([...forms.get(), form]);
    // One of them only: a dialog with the same notice may be closing.
    return () => forms.set(forms.get().toSpliced(forms.get().indexOf(form), 1));
  }, [form]);
}
