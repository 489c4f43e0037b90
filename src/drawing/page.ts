/** In pixels, at a width of 1080. Higher, and a telephone shows a picture too small, or people do not scroll to its end. */
export const HIGHEST = 2400
