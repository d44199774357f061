// Amounts as the reader's locale writes them.

/** `1234.5`, `"USD"` -> `$1,234.50`. The amount may be a number or decimal text. */
export function money(amount, currency) {
  // Intl formats decimal text exactly, so no amount is ever rounded through a float.
  return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(amount);
}
