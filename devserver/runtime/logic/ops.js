// A patch is a list of ops, each an array [op, node id, ...]:
//   [CREATE, id, tag]          a built-in element        [CREATE, id, '', text]   a text node
//   [ATTRIBUTE, id, name, value]   value null removes    [TEXT, id, text]
//   [CHILDREN, id, [id...]]    exactly these, in order   [FREE, id]               will not be named again
//   [LISTEN, id, [type...]]    the events the view has to report for it
// The page itself is node 1; it exists before the first patch.

export const Op = { CREATE: 0, ATTRIBUTE: 1, TEXT: 2, CHILDREN: 3, FREE: 4, LISTEN: 5 };
export const PAGE_ROOT_ID = 1;
