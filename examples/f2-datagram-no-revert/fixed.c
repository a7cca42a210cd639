/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Receives a datagram and checks it while it is copied to the reader. Where the checksum turns out wrong, nothing
 * counts as delivered, and the next datagram is received in its place.
 *
 * Whatever fails, the iterator goes back to where it was.
 */
#include "surroundings.h"

/* Copies and checks at once, fragment by fragment. -EINVAL: what was copied is not what was sent. */
static int copy_and_check_datagram(const struct sk_buff *skb, struct msghdr *msg)
{
	size_t before = iov_iter_count(msg->msg_iter);
	int err = -EFAULT;

	for (unsigned int fragment = 0; fragment < DATAGRAM_BYTES; fragment++) {
		if (copy_to_iter(&skb->data[fragment], 1, msg->msg_iter) != 1)
			goto revert;
	}
	if (checksum_is_wrong(skb))
		goto spoilt;
	return 0;

spoilt:
	err = -EINVAL;
revert:
	iov_iter_revert(msg->msg_iter, before - iov_iter_count(msg->msg_iter));
	return err;
}

static ssize_t receive_message(struct msghdr *msg)
{
	struct sk_buff skb;
	int err;

	for (;;) {
		if (!receive_datagram(&skb))
			return -EAGAIN;
		err = copy_and_check_datagram(&skb, msg);
		if (err != -EINVAL)
			break;
		/* A spoilt datagram was never sent, as it were: take the next one. */
		cond_resched();
	}
	return err ? err : DATAGRAM_BYTES;
}

static ssize_t read_datagram(struct kiocb *iocb, struct iov_iter *to)
{
	struct msghdr msg = { .msg_iter = to };

	(void)iocb;
	return receive_message(&msg);
}

HW_HARNESS(copy_out, read_datagram)
