/** A title with the marks of one around it, unless it has its own: 《社区学习需求问卷》, 《乐高》反馈. */
export function titled({ title }: { readonly title: string }): string {
  return title.includes('《') ? title : `《${title}》`
}
