/** For comparing words: full width and half width, capital and small are the same; `blank` says what blanks become. */
export function plain(text: string, blank = ''): string {
  return text.normalize('NFKC').toUpperCase().replace(/\s+/g, blank)
}
