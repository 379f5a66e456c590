/* Keeps native scalars a while after TorchSharp has let go of them (Bridge.Torch, TorchLoader).
 *
 * A call such as x + y makes a Scalar object, passes the address of its native part and is done with the object: the collector may run its finalizer, and
 * free that part, while libtorch has yet to read it. Then the call fails ("Expected false to be true") or counts with another number. Seen once in
 * the test of 10,000 interleaved requests; ScalarTests shows it within a second. Here a freed scalar waits until 65,536 others were freed after it.
 *
 * The library is asked in place of libLibTorchSharp.so, on which it depends: what it does not define itself is found there. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdatomic.h>
#include <stddef.h>

enum { WAITING = 1 << 16 };

static void *_Atomic waiting[WAITING];
static atomic_size_t freed;
static void (*dispose)(void *);

__attribute__((constructor)) static void find_own(void) {
    void *library = dlopen("libLibTorchSharp.so", RTLD_NOW | RTLD_NOLOAD);
    dispose = library ? (void (*)(void *))dlsym(library, "THSTorch_dispose_scalar") : NULL;
}

void THSTorch_dispose_scalar(void *scalar) {
    void *old = atomic_exchange(&waiting[atomic_fetch_add(&freed, 1) % WAITING], scalar);
    if (old && dispose) dispose(old);
}
