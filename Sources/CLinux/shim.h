#ifndef LIANZHENG_CLINUX_SHIM_H
#define LIANZHENG_CLINUX_SHIM_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/timerfd.h>
#include <unistd.h>

// Starts writing a file's dirty pages to the disk without waiting. glibc declares the call only
// under _GNU_SOURCE, which must not leak into whoever imports this module.
int sync_file_range(int descriptor, int64_t offset, int64_t count, unsigned int flags);

static inline void lianzheng_start_writeback(int descriptor) {
    const unsigned int write = 2;  // SYNC_FILE_RANGE_WRITE
    (void)sync_file_range(descriptor, 0, 0, write);
}

// The CRC32C of SSE 4.2, for which Swift has no intrinsic: eight bytes an instruction.
// `state` is the inverted checksum, as the instruction keeps it. The caller asks first whether
// the processor has it.
#if defined(__x86_64__)
static inline int lianzheng_has_crc32c(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("sse4.2") ? 1 : 0;
}

__attribute__((target("sse4.2")))
static inline uint32_t lianzheng_crc32c(uint32_t state, const void *bytes, size_t count) {
    const unsigned char *cursor = (const unsigned char *)bytes;
    uint64_t wide = state;
    while (count >= 8) {
        uint64_t word;
        memcpy(&word, cursor, 8);
        wide = __builtin_ia32_crc32di(wide, word);
        cursor += 8;
        count -= 8;
    }
    uint32_t narrow = (uint32_t)wide;
    while (count > 0) {
        narrow = __builtin_ia32_crc32qi(narrow, *cursor);
        cursor += 1;
        count -= 1;
    }
    return narrow;
}
#else
static inline int lianzheng_has_crc32c(void) {
    return 0;
}

static inline uint32_t lianzheng_crc32c(uint32_t state, const void *bytes, size_t count) {
    (void)bytes;
    (void)count;
    return state;
}
#endif

// Transport: sockets, their options, and signals as a readable descriptor.
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

// glibc shows these only under _GNU_SOURCE, which a module cannot set for headers it shares.
int accept4(int socket, struct sockaddr *address, socklen_t *length, int flags);
int pthread_setname_np(pthread_t thread, const char *name);

#endif
