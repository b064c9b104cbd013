"""What holds logs, open: archives and mails, and mails within them."""

from __future__ import annotations

from functools import partial
from typing import Any, BinaryIO, cast

from wizard.core.about import told
from wizard.core.log.archive import Archive
from wizard.core.log.kinds import packed_kind
from wizard.core.log.mails import Mail, mail_at, may_be_mail
from wizard.core.log.origin import HEAD, Origin
from wizard.core.log.streams import Stream
from wizard.core.log.tars import Tar, tar_in
from wizard.core.regular import Refused, open_file


class Containers:
    """Opens entries. What they lie in stays open for the next one, until it is closed."""

    def __init__(self) -> None:
        self._outer: Archive | Mail | Tar | None = None
        self._inner: Mail | None = None

    def close(self) -> None:
        """Closes what is open."""
        for one in (self._inner, self._outer):
            if one is not None:
                one.close()
        self._inner = self._outer = None

    def open(self, origin: Origin) -> tuple[Any, Any]:
        """The stream of an entry, and what takes so many bytes. Raises one of ``READING_FAILS``."""
        if self._outer is None or self._outer.path != origin.path:
            self.close()
            self._outer = _container(Origin(origin.path))
        within = _mail_before(self._outer, origin.entry)
        if not within:
            return self._outer.open(origin.entry)
        mail = self.mail(Origin(origin.path, within))
        if mail is None:
            raise Refused(told("archive.entry-gone", name=Origin(origin.path).short, entry=origin.entry))
        return mail.open(origin.entry[len(within) + 1 :])

    def mail(self, place: Origin) -> Mail | None:
        """The mail that is an entry of an archive, None if it is none, or far too long."""
        if self._inner is None or self._inner.place != place:
            if self._inner is not None:
                self._inner.close()
            self._inner = mail_at(place, partial(self._stream, place))
        return self._inner

    def _stream(self, place: Origin) -> BinaryIO:
        opened, info = self.open(place)
        return cast(BinaryIO, Stream(opened, name=place.short, packed=info.compress_size))


def _container(place: Origin) -> Archive | Mail | Tar:
    with open_file(place.path) as file:
        head = file.read(HEAD)
    if may_be_mail(head) and (mail := mail_at(place)) is not None:
        return mail
    return Archive(place) if packed_kind(head) == "zip" or not tar_in(place.path) else Tar(place)


def _mail_before(outer: Archive | Mail | Tar, entry: str) -> str:
    """The name of the mail in an archive that an entry lies in, empty if it lies in the archive itself."""
    while not outer.holds(entry):
        entry = entry.rpartition("/")[0]
        if not entry or outer.holds(entry):
            return entry
    return ""
