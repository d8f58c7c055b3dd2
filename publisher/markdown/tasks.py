"""Task lists, `- [ ] 할 일`, as markdown-it's plug-in shows them: https://github.github.com/gfm/#task-list-items-extension-

That looks for each item's list from the text's end; here the lists that are open are known.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_DONE = {"[ ]": "", "[x]": ' checked="checked"', "[X]": ' checked="checked"'}


def use_tasks(made: MarkdownIt) -> None:
    made.core.ruler.after("inline", "github-tasklists", _tasks)


def _tasks(state: StateCore) -> None:
    lists: list[Token] = []
    tokens = state.tokens
    for at, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            del lists[-1:]  # a note within the list of another is taken out, and its list may close alone
        elif token.type == "inline" and _is_task(tokens, at):
            _box(token)
            tokens[at - 2].attrSet("class", "task-list-item")
            for listed in lists[-1:]:
                listed.attrSet("class", "contains-task-list")


def _is_task(tokens: list[Token], at: int) -> bool:
    """Whether these are an item's first words, and a box and a space stand first in them."""
    starts = at > 1 and tokens[at - 1].type == "paragraph_open" and tokens[at - 2].type == "list_item_open"
    words = tokens[at].content
    return starts and words[:3] in _DONE and words[3:4].isspace()


def _box(words: Token) -> None:
    done, children = _DONE[words.content[:3]], words.children or []
    if children and children[0].content[:3] in _DONE:
        children[0].content = children[0].content[3:]
    box = Token("html_inline", "", 0)
    box.content = f'<input class="task-list-item-checkbox"{done} disabled="disabled" type="checkbox">'
    words.children = [box, *children]
