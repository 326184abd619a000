-- Functions that got other parameters, or are not needed any more. purser_eraser's own function calls them by name.
drop function if exists erased_document(bytea, bytea, text, text[], json);
drop function if exists contains_any(text, text[]);
