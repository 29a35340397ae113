// Whether the views say how to read them: who has closed it once knows how.
export const reading = $state({ open: true });
