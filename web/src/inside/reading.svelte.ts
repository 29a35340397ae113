// Whether the views say how to read them: what is opened in one is open in all.
export const reading = $state({ open: false });
