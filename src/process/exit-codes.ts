/** The operator has to mend something first: a line on standard error says what. Starting again would not help. */
export const MISTAKE = 1

/** The process cannot go on, but a new one may: its connection is beyond help, or it met an error nobody expected. */
export const BEYOND_HELP = 70

/** What the process needs is not there yet (a database server, its seat): a line says what; trying again may help. */
export const NOT_THERE_YET = 75
