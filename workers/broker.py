"""Dramatiq's broker: in this process, or in Redis; the rest of the code does not know which."""

from __future__ import annotations

from typing import Final

from dramatiq import Broker, Middleware
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import ShutdownNotifications, TimeLimit

from config import Config
from workers.dramatiq_internals import share_queue

# A render holds its thread for minutes, and somebody waits for a model's answer or a code: each
# queue has threads of its own.
MEDIA, MODELS, BIG_MODELS = "media", "models", "big_models"
MESSAGES, HANDED_OVER = "messages", "handed_over"
QUEUES: Final = (MEDIA, MODELS, BIG_MODELS, MESSAGES, HANDED_OVER)
# Dramatiq's own defaults held messages of a killed worker for minutes (60 s of silence, then a
# look in one of a thousand commands); the job table makes early redelivery harmless.
HEARTBEAT_MS: Final = 5_000
MAINTENANCE_CHANCE: Final = 1_000_000


def make_broker(
    config: Config, *middleware: Middleware, queues: tuple[str, ...] = QUEUES
) -> Broker:
    """The broker that redis.url names. Age limits and retries are the job table's business."""
    # The commonest concern first: a shutdown must interrupt whatever the time limit has not.
    every = [TimeLimit(), ShutdownNotifications(), *middleware]
    broker: Broker
    if not config.redis.url:
        broker = StubBroker(middleware=every)
    else:
        from workers.broker_redis import open_broker

        broker = open_broker(
            config.redis,
            middleware=every,
            heartbeat_timeout=HEARTBEAT_MS,
            maintenance_chance=MAINTENANCE_CHANCE,
        )
    for queue in queues:
        broker.declare_queue(queue)
    return broker


def broker_for(queue: str, config: Config, broker: Broker) -> Broker:
    """Another broker for one queue: there is to be one Worker to a broker."""
    made = make_broker(config, queues=(queue,))
    if isinstance(made, StubBroker) and isinstance(broker, StubBroker):
        # In Redis both see one queue; in this process it must be the same object.
        share_queue(queue, broker, made)
    return made
