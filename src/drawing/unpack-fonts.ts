import { unpackFonts } from './fonts.ts'

/** A step of `npm run compile`. */
unpackFonts()
