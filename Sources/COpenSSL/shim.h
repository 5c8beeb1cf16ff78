#ifndef LIANZHENG_COPENSSL_SHIM_H
#define LIANZHENG_COPENSSL_SHIM_H

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/* Swift sees neither function-like macros nor variadic functions: these are their inline twins. */

/* The key of a 65-byte uncompressed point, or NULL when the point is not on the curve. */
static inline EVP_PKEY *lianzheng_public_key(const char *type, const char *curve,
                                             const unsigned char *point, size_t count) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM parameters[3] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)curve, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, count),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
    if (context != NULL && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    return key;
}

/* A new key pair on a named curve ("P-256"), or NULL. */
static inline EVP_PKEY *lianzheng_generate_ec_key(const char *curve) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "EC", curve);
}

/* A new key pair on the SM2 curve, or NULL. */
static inline EVP_PKEY *lianzheng_generate_sm2_key(void) {
    return EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
}

/* What Transport sets on a TLS context. */

/* Allows one protocol version only; 1 on success. */
static inline int lianzheng_SSL_CTX_set_only_version(SSL_CTX *context, int version) {
    return SSL_CTX_set_min_proto_version(context, version) == 1
        && SSL_CTX_set_max_proto_version(context, version) == 1;
}

static inline long lianzheng_SSL_CTX_set_mode(SSL_CTX *context, long mode) {
    return SSL_CTX_set_mode(context, mode);
}

static inline long lianzheng_SSL_CTX_set_session_cache_mode(SSL_CTX *context, long mode) {
    return SSL_CTX_set_session_cache_mode(context, mode);
}

static inline long lianzheng_SSL_CTX_set_read_ahead(SSL_CTX *context, long isOn) {
    return SSL_CTX_set_read_ahead(context, isOn);
}

static inline long lianzheng_SSL_CTX_set_max_cert_list(SSL_CTX *context, long byteCount) {
    return SSL_CTX_set_max_cert_list(context, byteCount);
}

static inline long lianzheng_SSL_CTX_set1_sigalgs_list(SSL_CTX *context, const char *list) {
    return SSL_CTX_set1_sigalgs_list(context, list);
}

static inline long lianzheng_SSL_CTX_set1_groups_list(SSL_CTX *context, const char *list) {
    return SSL_CTX_set1_groups_list(context, list);
}

#endif
