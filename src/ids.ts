/**
 * The kinds of identifiers, so that the compiler keeps them apart. A value of one kind is made where it enters the
 * program (a row read, a message received) and never from another kind.
 */
declare const kind: unique symbol
type Id<Base, Kind extends string> = Base & { readonly [kind]: Kind }

/** The bot's own contact id on one WeChat account; with it every other chat id makes sense. */
export type AccountId = Id<string, 'account'>
/** A group's id, or in private chat the other person's contact id. */
export type ChatId = Id<string, 'chat'>
export type ContactId = Id<string, 'contact'>
export type MessageId = Id<string, 'message'>

export type CommunityId = Id<number, 'community'>
export type GridId = Id<number, 'grid'>
export type UnitId = Id<number, 'unit'>
export type PersonId = Id<number, 'person'>
export type IssueId = Id<number, 'issue'>
