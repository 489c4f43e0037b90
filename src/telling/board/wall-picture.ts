import type { StoredFile } from '../../attachments/store.ts'
import type { WallPost } from '../../board/wall-posts.ts'
import type { Db } from '../../database/database.ts'
import type { Occasion, PostKind } from '../../database/types.ts'
import type { Motif } from '../../drawing/motif.ts'
import type { Slip, SlipKind } from '../../drawing/slip.ts'
import { thumbnail } from '../../drawing/thumbnail.ts'
import { drawWall, type WallToDraw } from '../../drawing/wall.ts'
import { formatDay } from '../../time/format.ts'
import { occasionTitle } from './wall-text.ts'

const MOTIFS: Readonly<Record<string, Motif>> = {
  春节: 'lanterns',
  元宵: 'lamp',
  端午: 'boat',
  七夕: 'stars',
  中秋: 'moon',
  重阳: 'chrysanthemum',
  腊八: 'bowl',
}

const KINDS: Readonly<Record<PostKind, SlipKind>> = {
  BLESSING: 'blessing',
  WISH: 'wish',
  IDEA: 'idea',
  PROBLEM: 'idea',
  THANKS: 'thanks',
}

/** Where pictures are kept. */
export interface PictureShelf {
  /** keeps a picture that was drawn */
  readonly keepPicture: (bytes: Uint8Array) => Promise<StoredFile>
  /** @throws where there is no such file */
  readonly readPicture: (sha256: string) => Promise<Uint8Array>
}

/** The wall of an occasion, to be drawn. @param photos small, by the hash of the photo that came with a post */
export function wallToDraw(
  community: string,
  occasion: Pick<Occasion, 'title' | 'lastDay'>,
  posts: readonly WallPost[],
  photos: ReadonlyMap<string, Uint8Array>,
  now: Date,
): WallToDraw {
  return {
    over: `${community} · 有话对你说`,
    title: occasionTitle(occasion),
    subtitle: formatDay(occasion.lastDay, now),
    motif: MOTIFS[occasion.title] ?? 'plain',
    slips: posts.map((post) => slipOf(post, photos)),
    foot: '想对邻居说一句，给小格发 /留言 和您的话',
  }
}

function slipOf(
  { kind, words, signature, supporters, sha256 }: WallPost,
  photos: ReadonlyMap<string, Uint8Array>,
): Slip {
  const picture = sha256 === null ? undefined : photos.get(sha256)
  return {
    kind: KINDS[kind],
    words,
    signed: signature ?? '匿名',
    ...(supporters > 0 ? { aside: `${supporters}位邻居附议` } : {}),
    ...(picture ? { picture } : {}),
  }
}

/** Draws the wall of an occasion with these posts, and keeps the pictures: before the transaction, for it takes a while. */
export async function drawWallOf(
  db: Db,
  shelf: PictureShelf,
  occasion: Pick<Occasion, 'communityId' | 'title' | 'lastDay'>,
  posts: readonly WallPost[],
  now: Date,
): Promise<StoredFile[]> {
  const { name } = await db.community.findUniqueOrThrow({
    where: { id: occasion.communityId },
    select: { name: true },
  })
  const photos = new Map<string, Uint8Array>()
  for (const { sha256 } of posts) {
    // A photo whose file is lost does not keep the wall from being drawn.
    const bytes = sha256 === null ? undefined : await shelf.readPicture(sha256).catch(() => undefined)
    const small = bytes && (await thumbnail(bytes).catch(() => undefined))
    if (sha256 !== null && small) photos.set(sha256, small)
  }
  const pages: StoredFile[] = []
  for (const page of await drawWall(wallToDraw(name, occasion, posts, photos, now))) {
    pages.push(await shelf.keepPicture(page))
  }
  return pages
}
