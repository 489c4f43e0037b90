import fc from 'fast-check'
import { expect, it } from 'vitest'
import { fileNameOf } from '../../src/chat/file-name.ts'

it.each([
  ['6月台账.xlsx', '6月台账.xlsx'],
  ['C:\\文档\\通知 .docx', '通知.docx'],
  ['../../etc/passwd', 'passwd'],
  ['表\u202Exslx.exe', '表xslx.exe'],
  ['一/二?三*.pdf', '二_三_.pdf'],
  [' .  ', '文件'],
  ['', '文件'],
  ['.docx', 'docx'],
  ['会议纪要 v1.2 终稿', '会议纪要 v1.2 终稿'],
  [`${'很'.repeat(300)}长.docx`, `${'很'.repeat(75)}.docx`],
])('%s is called %s', (given, name) => {
  expect(fileNameOf(given)).toBe(name)
})

it('is a name that any file system takes, whatever was given, and stays what it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
      const name = fileNameOf(given)
      expect(name).toMatch(/^[^\p{Cc}\p{Cs}/\\<>:"|?*]+$/u)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(330)
      expect(fileNameOf(name)).toBe(name)
    }),
  )
})
