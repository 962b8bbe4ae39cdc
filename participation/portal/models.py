"""Where each organisation stands in the drawing of the network."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from participation.db import Base
from participation.organisations.models import Organisation


class NetworkPlace(Base):
    """A place on the square of the drawing, so that people find an organisation again where they saw it."""

    __tablename__ = "network_place"

    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), primary_key=True, autoincrement=False)
    x: Mapped[int]
    y: Mapped[int]
