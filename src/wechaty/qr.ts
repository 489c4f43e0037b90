import QRCode from 'qrcode'

/** The QR code of a login as text for a terminal, with a line above that says what to do. Ends with a line break. */
export async function terminalQr(url: string): Promise<string> {
  const picture = await QRCode.toString(url, { type: 'terminal', small: true, errorCorrectionLevel: 'L' })
  return `请用小格的微信扫码登录 · Scan with the bot's WeChat to log in\n${picture}\n`
}

/** The QR code as a self-contained SVG element. */
export function svgQr(url: string): Promise<string> {
  return QRCode.toString(url, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
}
