"""The look and the voice of the pages: base pages, declared components, form rendering, style sheets, fonts, icons.

The room knows no domain. Words, addresses and states are passed in; what a page says is decided by the room that owns
it. Each page extends one of two base pages and finds in its context `house`, made by the site:

* `ui/letterbox.html` expects a `deontos.ui.houses.LetterboxHouse`,
* `ui/desk.html` expects a `deontos.ui.houses.DeskHouse`.

Both look at `form` as well: when it carries errors, the title of the page begins with the word for error. A page with
a receipt sets the block `html_class` to `receipt-page`, so that its slip can be printed; what must leave the screen
when the vault closes carries `data-sealed`.
Components are called with the template library `ui`; `deontos.ui.components` declares what each one takes.
"""
