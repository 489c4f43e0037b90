import type { FC } from 'hono/jsx'

/** The page's frame. Everything in it is built by the page's own script; nothing is inline, so the policy allows none. */
export const Shell: FC<{ community: string; compiled: boolean }> = ({ community, compiled }) => (
  <html lang="zh-CN">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <meta name="color-scheme" content="light" />
      <meta name="theme-color" content="#f3efe6" />
      <title>{`格中沙盒 · ${community}`}</title>
      <link rel="icon" href="/page/seal.svg" />
      {['400', '500', '700'].map((weight) => (
        <link rel="stylesheet" href={`/fonts/${weight}.css`} />
      ))}
      {['base', 'frame', 'chat', 'stage', 'relay'].map((name) => (
        <link rel="stylesheet" href={`/page/${name}.css`} />
      ))}
      {compiled && <script type="module" src="/page/main.js" />}
    </head>
    <body>
      <div id="app" />
      {compiled ? (
        <noscript>
          <p class="plain-note">沙盒需要浏览器开启 JavaScript。</p>
        </noscript>
      ) : (
        <p class="plain-note">
          页面的脚本还没有编译。请在程序所在的目录运行 <code>npm run build</code>，然后刷新这一页。
        </p>
      )}
    </body>
  </html>
)
