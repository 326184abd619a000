"""The base of the models."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Built when it is used first, since a program uses few of them."""

    model_config = ConfigDict(defer_build=True)
