type Child = Node | string | undefined | false
type Attributes = Readonly<Record<string, string | boolean | undefined>>

/**
 * Builds an element. Children that are strings become text nodes, so whatever people typed is shown as text and never
 * read as markup. Attributes that are false or undefined are left out.
 */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '')
    else if (typeof value === 'string') element.setAttribute(name, value)
  }
  for (const child of children) if (child) element.append(child)
  return element
}

/** A button that does something; its accessible name is its text unless `aria-label` is given. */
export function button(attributes: Attributes, text: string, press: () => void): HTMLButtonElement {
  const element = el('button', { type: 'button', ...attributes }, text)
  element.addEventListener('click', press)
  return element
}
