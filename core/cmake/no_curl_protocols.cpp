// What Debian's libcurl calls beside HTTP: LDAP and RTMP, which we never let it speak; libidn2,
// since core/http hands it names in ASCII; and the list of public suffixes, which cookies that live
// for one fetch do not need. There are no static libraries of LDAP and RTMP without GnuTLS, SASL
// and more, and the shared ones would triple the time of start-up
// (docs/decisions/0007-static-libraries.md).

extern "C" {

// The parameters are the callers': C linkage matches names only, and none is looked at.

// "No libidn2 of that version": curl then leaves names as they are.
const char* idn2_check_version() {
  return nullptr;
}

// "No list": curl then takes a cookie's domain for acceptable if it has a dot in it.
const void* psl_latest() {
  return nullptr;
}
const void* psl_builtin() {
  return nullptr;
}
void psl_free() {}

// Only reached by what does not happen: another protocol, or one of the above.
// NOLINTBEGIN(readability-identifier-naming): the names are the libraries'.
[[noreturn]] void RTMP_Alloc() {
  __builtin_trap();
}
[[noreturn]] void RTMP_Close() {
  __builtin_trap();
}
[[noreturn]] void RTMP_Connect1() {
  __builtin_trap();
}
[[noreturn]] void RTMP_ConnectStream() {
  __builtin_trap();
}
[[noreturn]] void RTMP_Free() {
  __builtin_trap();
}
[[noreturn]] void RTMP_Init() {
  __builtin_trap();
}
[[noreturn]] void RTMP_Read() {
  __builtin_trap();
}
[[noreturn]] void RTMP_SetBufferMS() {
  __builtin_trap();
}
[[noreturn]] void RTMP_SetupURL() {
  __builtin_trap();
}
[[noreturn]] void RTMP_Write() {
  __builtin_trap();
}
[[noreturn]] void ber_bvfree() {
  __builtin_trap();
}
[[noreturn]] void ber_free() {
  __builtin_trap();
}
[[noreturn]] void ber_memfree() {
  __builtin_trap();
}
[[noreturn]] void ber_sockbuf_add_io() {
  __builtin_trap();
}
[[noreturn]] void ldap_abandon_ext() {
  __builtin_trap();
}
[[noreturn]] void ldap_err2string() {
  __builtin_trap();
}
[[noreturn]] void ldap_free_urldesc() {
  __builtin_trap();
}
[[noreturn]] void ldap_get_attribute_ber() {
  __builtin_trap();
}
[[noreturn]] void ldap_get_dn_ber() {
  __builtin_trap();
}
[[noreturn]] void ldap_get_option() {
  __builtin_trap();
}
[[noreturn]] void ldap_init_fd() {
  __builtin_trap();
}
[[noreturn]] void ldap_memfree() {
  __builtin_trap();
}
[[noreturn]] void ldap_msgfree() {
  __builtin_trap();
}
[[noreturn]] void ldap_msgtype() {
  __builtin_trap();
}
[[noreturn]] void ldap_parse_result() {
  __builtin_trap();
}
[[noreturn]] void ldap_parse_sasl_bind_result() {
  __builtin_trap();
}
[[noreturn]] void ldap_pvt_url_scheme2proto() {
  __builtin_trap();
}
[[noreturn]] void ldap_result() {
  __builtin_trap();
}
[[noreturn]] void ldap_sasl_bind() {
  __builtin_trap();
}
[[noreturn]] void ldap_search_ext() {
  __builtin_trap();
}
[[noreturn]] void ldap_set_option() {
  __builtin_trap();
}
[[noreturn]] void ldap_start_tls() {
  __builtin_trap();
}
[[noreturn]] void ldap_unbind_ext() {
  __builtin_trap();
}
[[noreturn]] void ldap_url_parse() {
  __builtin_trap();
}
[[noreturn]] void idn2_free() {
  __builtin_trap();
}
[[noreturn]] void idn2_lookup_ul() {
  __builtin_trap();
}
[[noreturn]] void psl_is_cookie_domain_acceptable() {
  __builtin_trap();
}
// NOLINTEND(readability-identifier-naming)

}  // extern "C"
